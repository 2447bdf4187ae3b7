"""How the city looks at a proposal: each verb is one module; all of them begin with `opening.opened`."""

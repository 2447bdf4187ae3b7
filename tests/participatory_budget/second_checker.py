"""`script/verify_bundle.py` as a module: it stands outside of every package, as its readers find it."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Any

from tests.architecture.tree import ROOT

_spec = importlib.util.spec_from_file_location("verify_bundle", ROOT / "script/verify_bundle.py")
assert _spec is not None
assert _spec.loader is not None
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)

verify: Callable[..., dict[str, Any]] = _module.verify
script: Any = _module

"""How the city looks at proposals: two pages for officers below /cms/, one for everybody below the budget."""

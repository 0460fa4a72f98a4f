"""The command line: what a person at a terminal does with Candor."""

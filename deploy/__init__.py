"""How Candor is run: on one machine, and on Kubernetes."""

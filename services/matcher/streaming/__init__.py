"""Rankings of everybody who is indexed."""

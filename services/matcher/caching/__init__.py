"""Stored runs that answer again for as long as nothing has changed that they depend on."""

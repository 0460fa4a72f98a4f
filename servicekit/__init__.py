"""What every service of the mesh stands on and none owns."""

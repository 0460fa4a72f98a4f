"""Where, how and when people would work, and what of it searches may be narrowed by."""

"""Rankings that are streamed, followed and paged through."""

"""What candidates are told about the software, and the record that they were."""

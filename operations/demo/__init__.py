"""The fictional town of the demonstration and of the stories."""

"""What is done when another app tells of something."""

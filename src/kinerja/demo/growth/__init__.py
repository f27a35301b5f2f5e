"""What the stories do not tell: talent, pay, honours, and what waits for somebody today."""

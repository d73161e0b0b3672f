"""What may be wrong with a network: one small file per question, all findings at once."""

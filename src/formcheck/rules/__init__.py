"""What an exercise may say: its repetitions, rules, measures and words."""

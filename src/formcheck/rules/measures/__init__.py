"""What is measured in a rep: each class is one kind of number that a rule can hold."""

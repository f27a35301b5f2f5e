"""What citizens met and said in the sample city: services, cases, surveys, complaints, forum, changes."""

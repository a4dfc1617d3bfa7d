"""Who works here: users, agencies, the duty desk. Imports nothing of ours."""

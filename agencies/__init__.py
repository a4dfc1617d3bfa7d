"""Users, agencies, duties, channels, absences, sign-in. Imports common alone."""

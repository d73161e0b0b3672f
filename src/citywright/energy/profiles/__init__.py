"""From weather, calendars and habits to hourly profiles per unit."""

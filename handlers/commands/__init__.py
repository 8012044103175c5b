"""What each command of `belmoment` does; a command's file is loaded only when it is called."""

@echo off
rem lumisift COMMAND ...: Lumisift's command line. A shell waits for a program with windows only inside a script.
"%~dp0..\..\Lumisift.exe" --lumisift-command %*
exit /b %errorlevel%

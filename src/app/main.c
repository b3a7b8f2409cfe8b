/* The one file that tests do not link: everything else of the command line is in command.c. */
#include "app/command.h"

extern char **environ;

int main(int count, char **arguments)
{
    return command_main(count, arguments, environ);
}

#include "app/command.h"

extern char **environ;

int main(int count, char **arguments)
{
    return command_main(count, arguments, environ);
}

"""Need-to-know, tried from outside: routes by personas, canaries, policies, mutants."""

package dev.pristine;

import dev.pristine.spi.Access;

/** A copy of a template that this process owns. */
record Clone(DatabaseName name, Access access) {}

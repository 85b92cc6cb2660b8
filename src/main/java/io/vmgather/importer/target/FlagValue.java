package io.vmgather.importer.target;

/**
 * The value of one of the target's command-line flags.
 *
 * @param text as the flag was given
 */
record FlagValue(String text, FlagSource source) {}

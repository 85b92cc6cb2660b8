/**
 * The program that a person starts: command line and its output.
 *
 * <p>May import: everything but the applications' {@code web} internals.
 */
package io.vmgather.launcher;

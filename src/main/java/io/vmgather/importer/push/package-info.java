/**
 * Sends chunks of lines to a VictoriaMetrics and says which of them it has taken.
 *
 * <p>May import: {@code common}, {@code common.vm}.
 */
package io.vmgather.importer.push;

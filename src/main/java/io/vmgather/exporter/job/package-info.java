/**
 * One export from start to bundle; the only place that knows the order of the stages.
 *
 * <p>May import: {@code common} and the exporter's other packages but {@code web}.
 */
package io.vmgather.exporter.job;

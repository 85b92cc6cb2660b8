/**
 * What a VictoriaMetrics holds: components, jobs, estimates, samples.
 *
 * <p>May import: {@code common}, {@code common.vm}.
 */
package io.vmgather.exporter.discover;

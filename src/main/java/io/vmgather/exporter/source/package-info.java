/**
 * Lines out of VictoriaMetrics, a window at a time.
 *
 * <p>May import: {@code common}, {@code common.line}, {@code common.vm}.
 */
package io.vmgather.exporter.source;

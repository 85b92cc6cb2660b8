/**
 * A look into a finished bundle: its metrics, and some series of one as points to plot.
 *
 * <p>May import: {@code common}, {@code common.bundle}, {@code common.line}, {@code common.plot},
 * {@code exporter.source}, {@code exporter.bundle}, Jackson.
 */
package io.vmgather.exporter.plot;

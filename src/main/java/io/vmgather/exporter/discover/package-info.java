/**
 * Looks before an export: components, jobs, label values, estimates, samples, queries.
 *
 * <p>May import: {@code common}, {@code common.vm}, {@code exporter.source}, Jackson.
 */
package io.vmgather.exporter.discover;

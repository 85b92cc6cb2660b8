/**
 * What the VictoriaMetrics is that a bundle goes to: where it is written and read, and what it
 * would not keep.
 *
 * <p>May import: {@code common}, {@code common.vm}, Jackson.
 */
package io.vmgather.importer.target;

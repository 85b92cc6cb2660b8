/**
 * Samples of a series thinned to as many points as a plot can show, peaks and gaps kept.
 *
 * <p>May import: nothing of this program.
 */
package io.vmgather.common.plot;

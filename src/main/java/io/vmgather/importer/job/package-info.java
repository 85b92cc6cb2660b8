/**
 * One import from its configuration to the last acknowledged sample: puts the stages in order.
 *
 * <p>May import: {@code common} and the importer's stages.
 */
package io.vmgather.importer.job;

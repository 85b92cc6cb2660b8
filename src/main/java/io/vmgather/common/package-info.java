/**
 * What both applications share: errors, time windows, whose work something is.
 *
 * <p>May import: the JDK.
 */
package io.vmgather.common;

/**
 * What both applications share: errors, time windows, limits.
 *
 * <p>May import: the JDK.
 */
package io.vmgather.common;

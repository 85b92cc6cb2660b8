/**
 * What whoever runs this program may decide: names, kinds, defaults, where they are given; and the
 * folders that are written to.
 *
 * <p>May import: {@code common}, {@code common.vm}.
 */
package io.vmgather.common.settings;

/**
 * What both web applications share: health.
 *
 * <p>May import: {@code common}, Jakarta EE.
 */
package io.vmgather.common.web;

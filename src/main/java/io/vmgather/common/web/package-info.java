/**
 * What both web applications share: settings, errors as JSON, who asks, checks of each request,
 * headers, metrics, health.
 *
 * <p>May import: {@code common}, {@code common.vm}, {@code common.plot}, Jakarta EE, Jersey,
 * Jackson, SLF4J, Prometheus client.
 */
package io.vmgather.common.web;

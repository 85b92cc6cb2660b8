/**
 * What both web applications share: their start, errors as JSON, checks of each request, headers,
 * metrics, health.
 *
 * <p>May import: {@code common}, {@code common.vm}, {@code common.plot}, {@code common.settings},
 * {@code common.audit}, {@code common.identity}, Jakarta EE, Jersey, Jackson, SLF4J, Prometheus
 * client.
 */
package io.vmgather.common.web;

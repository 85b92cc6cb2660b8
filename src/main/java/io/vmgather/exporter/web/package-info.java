/**
 * The exporter's web application.
 *
 * <p>May import: {@code common}, {@code common.vm}, {@code common.settings}, {@code common.audit},
 * {@code common.identity}, {@code common.web}, the exporter's other packages but {@code source},
 * Jakarta EE.
 */
package io.vmgather.exporter.web;

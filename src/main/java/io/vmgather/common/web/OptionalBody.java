package io.vmgather.common.web;

/** Marks what a request may bring as its body or leave out; the resource then gets null. */
public interface OptionalBody {}

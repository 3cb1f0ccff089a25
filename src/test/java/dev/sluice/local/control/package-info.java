/** The controls, over HTTP as programs use them. */
package dev.sluice.local.control;

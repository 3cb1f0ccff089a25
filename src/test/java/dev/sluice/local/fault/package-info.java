/** Which faults strike when. */
package dev.sluice.local.fault;

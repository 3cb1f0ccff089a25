/** The local cloud as a whole: its configuration, its commands, and what it promises in the docs. */
package dev.sluice.local;

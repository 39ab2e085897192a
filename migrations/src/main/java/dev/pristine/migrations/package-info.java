/**
 * Migrations made of SQL files, Flyway, Liquibase, a command, or Java code. Most users need only
 * {@link dev.pristine.migrations.Migrations#at}.
 */
@NullMarked
package dev.pristine.migrations;

import org.jspecify.annotations.NullMarked;

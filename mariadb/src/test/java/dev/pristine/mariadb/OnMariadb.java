package dev.pristine.mariadb;

import static java.lang.annotation.ElementType.TYPE;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Tests of what only MariaDB has, or what is done on MariaDB only. */
@Target(TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(named = MysqlPrograms.HOME, matches = ".+")
@interface OnMariadb {}

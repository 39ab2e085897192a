package dev.pristine.mariadb;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Tests of what is otherwise on MySQL. */
@Target({TYPE, METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(named = MysqlPrograms.HOME, matches = ".+")
@interface OnMysql {}

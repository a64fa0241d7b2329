/*
 * Arrow functions keep `this` and `new.target` of where they are made: four
 * slots each. XS 13.3 lets all of them pay; the XS of today (since October
 * 2023) only those in which one of the two occurs, or `super`, or `eval`. The
 * few lines of XS's compiler that decide are changed when it is built (see
 * src/simulator/xs-changes.ts) and ask here. This is included in the midst of
 * xsScope.c, because only there a binder has parts.
 */

/* Arrow functions around this place need what their surroundings have. */
static void simNeedThis(txBinder* binder)
{
	txScope* scope;
	for (scope = binder->scope; scope; scope = scope->scope) {
		if ((scope->token == XS_TOKEN_EVAL) || (scope->token == XS_TOKEN_PROGRAM))
			break;
		if (scope->token == XS_TOKEN_FUNCTION) {
			if (!(scope->node->flags & mxArrowFlag))
				break;
			scope->node->flags |= mxDefaultFlag;
		}
	}
}

void simBindThis(void* it, void* binder)
{
	(void)it;
	simNeedThis(binder);
}

void simBindSuper(void* it, void* binder)
{
	fxSuperNodeBind(it, binder);
	simNeedThis(binder);
}

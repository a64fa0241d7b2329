/*
 * trace() and XS's own messages. XS sends both through fxReport: trace() with
 * the format "%s" and nothing else, its own messages with anything else. The
 * first go to standard output; the last of the others is kept, because it says
 * more about an abort than the abort itself.
 */
#include "simulator.h"

char gLastReport[256];

static void simKeepReport(const char* path, int line, const char* format, va_list arguments)
{
	int length = 0;
	if (path && line)
		length = snprintf(gLastReport, sizeof(gLastReport), "%s:%d: ", path, line);
	if ((length < 0) || (length >= (int)sizeof(gLastReport)))
		length = 0;
	vsnprintf(gLastReport + length, sizeof(gLastReport) - length, format, arguments);
	length = strlen(gLastReport);
	while (length && (gLastReport[length - 1] == '\n'))
		gLastReport[--length] = 0;
}

void fxReport(txMachine* the, txString format, ...)
{
	va_list arguments;
	(void)the;
	va_start(arguments, format);
	if (!strcmp(format, "%s"))
		fputs(va_arg(arguments, const char*), stdout);
	else
		simKeepReport(NULL, 0, format, arguments);
	va_end(arguments);
}

void fxVReport(void* console, txString format, va_list arguments)
{
	(void)console;
	simKeepReport(NULL, 0, format, arguments);
}

void fxVReportError(void* console, txString path, txInteger line, txString format, va_list arguments)
{
	(void)console;
	simKeepReport(path, line, format, arguments);
}

void fxVReportWarning(void* console, txString path, txInteger line, txString format, va_list arguments)
{
	(void)console;
	(void)path;
	(void)line;
	(void)format;
	(void)arguments;
}

void fxVReportException(void* console, txString path, txInteger line, txString format, va_list arguments)
{
	fxVReportWarning(console, path, line, format, arguments);
}

void fxReportError(txMachine* the, txString path, txInteger line, txString format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fxVReportError(the, path, line, format, arguments);
	va_end(arguments);
}

void fxReportWarning(txMachine* the, txString path, txInteger line, txString format, ...)
{
	(void)the;
	(void)path;
	(void)line;
	(void)format;
}

void fxReportException(txMachine* the, txString path, txInteger line, txString format, ...)
{
	(void)the;
	(void)path;
	(void)line;
	(void)format;
}

txID fxGenerateProfileID(void* console)
{
	txMachine* the = console;
	return the->profileID++;
}

void fxGenerateTag(void* console, txString buffer, txInteger bufferSize, txString path)
{
	txMachine* the = console;
	if (path)
		snprintf(buffer, bufferSize, "#%d@%s", (int)the->tag, path);
	else
		snprintf(buffer, bufferSize, "#%d", (int)the->tag);
	the->tag++;
}

void fxBubble(txMachine* the, txInteger flags, void* message, txInteger length, txString conversation)
{
	(void)the;
	(void)flags;
	(void)message;
	(void)length;
	(void)conversation;
}

void fxDebugger(txMachine* the, txString path, txInteger line);

void fxFileEvalString(txMachine* the, txString string, txString tag)
{
	(void)the;
	(void)string;
	(void)tag;
}

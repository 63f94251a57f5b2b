/* The charts of a month's page. */
#ifndef COMPLAINT_REPORT_MONTH_CHARTS_H
#define COMPLAINT_REPORT_MONTH_CHARTS_H

#include "report/document.h"

/* Each writes one figure element. */
void complaint__month_chart_flow(const complaint__month *month,
                                 complaint__buffer *buffer);
void complaint__month_chart_share(const complaint__month *month,
                                  complaint__buffer *buffer);
void complaint__month_chart_days(const complaint__month *month,
                                 complaint__buffer *buffer);
void complaint__month_chart_pareto(const complaint__month *month,
                                   complaint__buffer *buffer);
void complaint__month_chart_units(const complaint__month *month,
                                  complaint__buffer *buffer);

#endif

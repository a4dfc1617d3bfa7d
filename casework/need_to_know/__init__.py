"""Line 4 of need-to-know: what the database holds against a wrong read or write, by the table.

``operation`` says it of one table, ``relations`` are the conditions that return; the functions
behind them stand once, in ``functions.sql`` beside the migrations of each app.
"""

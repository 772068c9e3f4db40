<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="sv_SE" sourcelanguage="en">
<context><name>trygghetsrutan</name>
<message><source>Load submissions</source><translation>Läs in synpunkter</translation></message>
</context>
</TS>
